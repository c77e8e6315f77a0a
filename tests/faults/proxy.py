"""A bad network: refuses, cuts requests, and drops or cuts answers after the server has committed."""

import contextlib
import random
import socket
import threading


class BadNetwork:
    """Listens on a port of its own and passes requests on, badly."""

    def __init__(self, target: int, *, chance: float, seed: int) -> None:
        self.target, self.chance, self.dice = target, chance, random.Random(seed)
        self.faults = {"refused": 0, "request_cut": 0, "answer_dropped": 0, "answer_cut": 0}
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listening.getsockname()[1])
        self.whole = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listening.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        bad = not self.whole.is_set() and self.dice.random() < self.chance
        fault = self.dice.choice(list(self.faults)) if bad else ""
        if fault:
            self.faults[fault] += 1
        with contextlib.suppress(OSError), client:
            if fault == "refused":
                return
            request = _whole_request(client)
            with socket.create_connection(("127.0.0.1", self.target), timeout=10) as server:
                if fault == "request_cut":
                    server.sendall(request[: len(request) // 2])
                    return
                server.sendall(request)
                answer = b""
                while piece := server.recv(65536):
                    answer += piece
                    if _is_whole(answer):
                        break
                if fault == "answer_dropped":
                    return
                client.sendall(answer[: len(answer) // 2] if fault == "answer_cut" else answer)

    def close(self) -> None:
        self.listening.close()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


def _is_whole(message: bytes) -> bool:
    head, found, body = message.partition(b"\r\n\r\n")
    return bool(found) and len(body) >= _length(head)


def _whole_request(client: socket.socket) -> bytes:
    request = b""
    while not _is_whole(request):
        piece = client.recv(65536)
        if not piece:
            break
        request += piece
    return request
