# ./parley test: builds and runs every test project. Sourced after setup.sh.

RESULTS=artifacts/test-results

# They use the machine's sound, clock or memory as a user would: nothing else runs beside them.
ALONE="Parley.Devices.Tests Parley.EndToEnd"

# A project that is still running after this is stuck.
DEADLINE=15m

test_projects() {
    local file name
    for file in tests/*/*.csproj; do
        name=$(basename "$file" .csproj)
        case $name in *.Tests | Parley.EndToEnd) printf '%s\n' "$name" ;; esac
    done
}

# run_project NAME [xunit options]: leaves NAME.xml, NAME.trx, NAME.log and NAME.exit in the results.
run_project() {
    local name=$1 code=0 folder=artifacts/bin/$1/release
    shift
    timeout --kill-after=30s "$DEADLINE" "$DOTNET" "$folder/$name.dll" -noColor -noLogo \
        -xml "$RESULTS/$name.xml" -trx "$RESULTS/$name.trx" "$@" >"$RESULTS/$name.log" 2>&1 </dev/null &
    # It waits in the background so that a signal reaches this shell, which hands it on.
    trap "kill $! 2>/dev/null" TERM
    wait $! || code=$?
    printf '%s\n' "$code" >"$RESULTS/$name.exit"
}

# One line per test: result, name, reason of a skip; tab-separated, entities resolved.
read_results() {
    awk -v RS='<test ' '
        function between(text, from, to,   rest) {
            if (!index(text, from)) return ""
            rest = substr(text, index(text, from) + length(from))
            return substr(rest, 1, index(rest, to) - 1)
        }
        function plain(text) {
            gsub(/&quot;/, "\"", text); gsub(/&apos;/, "\047", text); gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&amp;/, "\\&", text)
            return text
        }
        NR > 1 {
            reason = between($0, "<reason>", "</reason>")
            if (!sub(/^<!\[CDATA\[/, "", reason)) reason = plain(reason); else sub(/\]\]>$/, "", reason)
            gsub(/[\t\r\n]+/, " ", reason)
            print between(" " $0, " result=\"", "\"") "\t" plain(between(" " $0, " name=\"", "\"")) "\t" reason
        }' "$1"
}

# Whether "name: reason" matches a line of allowed-skips.txt; the lines are shell patterns.
skip_is_allowed() {
    local pattern
    while IFS= read -r pattern; do
        # shellcheck disable=SC2053
        if [[ $1 == $pattern ]]; then return 0; fi
    done < <(grep -vE '^[[:space:]]*(#|$)' tests/allowed-skips.txt)
    return 1
}

# report NAME: adds to PASSED, FAILED, SKIPPED; clears GREEN when the project is not in order.
report() {
    local name=$1 code result test reason passed=0 failed=0 skipped=0 stray=
    code=$(cat "$RESULTS/$name.exit" 2>/dev/null || echo none)
    if [ -f "$RESULTS/$name.xml" ]; then
        while IFS=$'\t' read -r result test reason; do
            case $result in
                Pass) passed=$((passed + 1)) ;;
                Skip)
                    skipped=$((skipped + 1))
                    skip_is_allowed "$test: $reason" || stray+="  not in tests/allowed-skips.txt: $test: $reason"$'\n'
                    ;;
                NotRun) ;;
                *) failed=$((failed + 1)) ;;
            esac
        done < <(read_results "$RESULTS/$name.xml")
    fi
    # A crash, a hang or an error outside any test is a failure nobody else counts.
    if [ "$code" != 0 ] && [ "$failed" = 0 ]; then
        failed=1
        stray+="  ended with code $code$([ "$code" = 124 ] && printf ' (still running after %s)' "$DEADLINE")"$'\n'
    fi
    if [ $((passed + failed + skipped)) = 0 ]; then failed=1; stray+="  ran no test"$'\n'; fi
    printf '%-40s %5d passed, %d failed, %d skipped\n' "$name" "$passed" "$failed" "$skipped"
    if [ "$failed" != 0 ]; then sed 's/^/  | /' "$RESULTS/$name.log" | tail -n 200; fi
    printf '%s' "$stray"
    if [ "$failed" != 0 ] || [ -n "$stray" ]; then GREEN=; fi
    PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed)) SKIPPED=$((SKIPPED + skipped))
}

stop_tests() {
    trap - INT TERM
    local pid
    for pid in $(jobs -p); do kill "$pid" 2>/dev/null || true; done
    wait
    exit 130
}

run_tests() {
    local filter=${1-} name pid
    local -a chosen together alone
    [ $# = 0 ] || shift
    install_packages eng/native-packages.txt eng/test-packages.txt || fail "the tests need them"
    install_test_libraries
    find_dotnet

    while read -r name; do
        if [[ ${name,,} != *"${filter,,}"* ]]; then continue; fi
        chosen+=("$name")
        if [[ " $ALONE " == *" $name "* ]]; then alone+=("$name"); else together+=("$name"); fi
    done < <(test_projects)
    [ ${#chosen[@]} != 0 ] || fail "no test project is called like '$filter'; there are: $(test_projects | xargs)"

    say "building"
    if [ -z "$filter" ]; then
        build Parley.slnx || fail "the build failed"
    else
        for name in "${chosen[@]}"; do build "tests/$name" || fail "the build failed"; done
    fi

    rm -rf "$RESULTS"
    mkdir -p "$RESULTS"
    PASSED=0 FAILED=0 SKIPPED=0 GREEN=1
    local -A running=()
    trap stop_tests INT TERM
    say "running ${#chosen[@]} test projects; results in $RESULTS"
    for name in "${together[@]}"; do
        if [ ${#running[@]} = 2 ]; then await_one; fi
        run_project "$name" "$@" &
        running[$!]=$name
    done
    while [ ${#running[@]} != 0 ]; do await_one; done
    for name in "${alone[@]}"; do
        run_project "$name" "$@" &
        running[$!]=$name
        await_one
    done
    trap - INT TERM

    printf '%d passed, %d failed, %d skipped\n' "$PASSED" "$FAILED" "$SKIPPED"
    [ -n "$GREEN" ]
}

# Waits for one of the running projects and reports it.
await_one() {
    local ended=
    wait -n -p ended "${!running[@]}" || true
    report "${running[$ended]}"
    unset "running[$ended]"
}
