#!/usr/bin/env bash
# Our Socket.IO server and npm socket.io side by side: server on core 0, load on core 1, rounds alternate.
# Usage: bench/socketio.sh [rounds]
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-3}
bench=(taskset -c 1 dotnet artifacts/bin/Parley.SocketIo.Bench/release/Parley.SocketIo.Bench.dll)
taskset -c 0 dotnet artifacts/bin/Parley.SocketIo.TestHost/release/Parley.SocketIo.TestHost.dll --port 3100 --ping-interval 25000 --ping-timeout 20000 >/dev/null &
ours=$!
(cd tests/peers && exec taskset -c 0 node socketio-echo.mjs 3101) >/dev/null &
theirs=$!
trap 'kill $ours $theirs 2>/dev/null || true' EXIT
sleep 3
for options in "--outstanding 16" "--outstanding 1" "--outstanding 16 --binary"; do
    for round in $(seq "$rounds"); do
        # shellcheck disable=SC2086
        for who in "parley 3100 $ours" "socket.io 3101 $theirs"; do
            set -- $who
            printf '%-28s %-10s %s\n' "echo $options" "$1" "$("${bench[@]}" echo "http://127.0.0.1:$2" "$3" $options)"
        done
    done
done
for round in $(seq "$rounds"); do
    printf '%-28s %-10s %s\n' "client --outstanding 16" parley "$("${bench[@]}" client http://127.0.0.1:3100)"
    printf '%-28s %-10s %s\n' "client --outstanding 16" socket.io "$(cd tests/peers && taskset -c 1 node socketio-load.mjs http://127.0.0.1:3100)"
done
for who in "parley 3100 $ours" "socket.io 3101 $theirs"; do
    # shellcheck disable=SC2086
    set -- $who
    printf '%-28s %-10s %s\n' idle "$1" "$("${bench[@]}" idle "http://127.0.0.1:$2" "$3")"
done
