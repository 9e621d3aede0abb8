# A client of namespace /sdk on the stock python-socketio, as Estuary's Python SDK is one. Checks by itself; each step that passed is a
# line on stdout, the first breach ends the program.
#   estuary-python.py URL CHARACTER RAW_PCM_FILE [TRANSPORT ...]
import asyncio
import base64
import sys

import socketio

URL, CHARACTER, SPEECH, *TRANSPORTS = sys.argv[1:]
SDK = "/sdk"
PATIENCE = 120
PUSH_TO_TALK = {"turn_mode": "push_to_talk"}


class Client:
    """Events in their order, waited for by name."""

    def __init__(self):
        self.sio = socketio.AsyncClient(reconnection_delay=0.1)
        self.events = asyncio.Queue()
        self.seen = []
        self.sio.on("*", self.take, namespace=SDK)

    async def take(self, name, *payload):
        self.seen.append(name)
        await self.events.put((name, payload[0] if payload else None))

    async def connect(self, auth=None):
        options = {"transports": TRANSPORTS} if TRANSPORTS else {}
        await self.sio.connect(URL, namespaces=[SDK], auth=auth, **options)

    async def find(self, wanted, fits=lambda payload: True):
        async def look():
            while True:
                name, payload = await self.events.get()
                if name == wanted and fits(payload):
                    return payload

        return await asyncio.wait_for(look(), PATIENCE)

    async def final(self, name):
        return await self.find(name, lambda payload: payload["is_final"])

    async def emit(self, name, payload):
        await self.sio.emit(name, payload, namespace=SDK)

    async def ask(self, name, payload=None):
        """Emits and waits until the server's handler has finished."""
        await self.sio.call(name, payload, namespace=SDK, timeout=PATIENCE)


def credentials(player):
    return {"api_key": "est_test", "character_id": CHARACTER, "player_id": player, "audio_sample_rate": 16000, "realtime_memory": False}


def passed(step):
    print(step, flush=True)


async def text_and_voice(client):
    await client.emit("text", {"text": "Hello", "textOnly": True})
    answer = await client.final("bot_response")
    assert answer["text"] and answer["partial"] == "", answer
    assert "bot_voice" not in client.seen
    await client.emit("say_line", {"text": "Good evening."})
    voice = await client.final("bot_voice")
    assert voice["sample_rate"] == 16000 and len(base64.b64decode(voice["audio"])) % 2 == 0, voice
    await client.emit("audio_playback_complete", {"message_id": voice["message_id"]})
    passed("text and voice")


async def push_to_talk(client, speech, form):
    await client.ask("start_voice", PUSH_TO_TALK)
    for at in range(0, len(speech), 3200):
        await client.emit("stream_audio", form(speech[at : at + 3200]))
    await client.ask("stop_voice")
    assert "weather" in (await client.final("stt_response"))["text"]
    answer = await client.final("bot_response")
    await client.emit("client_interrupt", {"message_id": answer["message_id"]})
    await client.find("interrupt")


async def main():
    with open(SPEECH, "rb") as file:
        speech = file.read()
    encoded = lambda pcm: base64.b64encode(pcm).decode()

    client = Client()
    await client.connect(credentials("ann"))
    first = await client.find("session_info")
    assert sorted(first) == ["character_id", "conversation_id", "player_id", "session_id"], first
    passed("connect")
    await text_and_voice(client)
    for form in (lambda pcm: {"audio": encoded(pcm)}, lambda pcm: {"audio": pcm}, lambda pcm: pcm, encoded):
        await push_to_talk(client, speech, form)
    assert client.seen.count("voice_started") == client.seen.count("voice_stopped") == 4, client.seen
    passed("push to talk in every form of audio")

    expected = TRANSPORTS[0] if TRANSPORTS else "websocket"
    assert client.sio.transport() == expected, client.sio.transport()
    passed(expected)

    # A line that breaks: the library comes back by itself, to the same conversation.
    if expected == "websocket":
        await client.sio.eio.ws.close()
        again = await client.find("session_info")
        assert again["conversation_id"] == first["conversation_id"] and again["session_id"] != first["session_id"], again
        passed("reconnect")
    await client.sio.disconnect()

    late = Client()
    await late.connect()
    await late.ask("authenticate", credentials("ann"))
    assert (await late.find("session_info"))["conversation_id"] == first["conversation_id"]
    await late.sio.disconnect()
    passed("authenticate")

    # Refused, and not closed: the library would come back for ever.
    stranger = Client()
    await stranger.connect({**credentials("ann"), "character_id": "nobody"})
    await stranger.find("auth_error")
    assert stranger.sio.connected
    await stranger.sio.disconnect()
    passed("refusal")


asyncio.run(main())
