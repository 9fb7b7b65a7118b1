"""Times kernels as a client of Jupyter sees them: with jupyter_client, each kernel in turn, round after round.

Argument: a JSON file with "rounds", "folder" (where the kernels run), "peers" and "results" (the file to write).
"""

import json
import os
import queue
import subprocess
import sys
import time
from pathlib import Path

import zmq
from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file

# Seconds. Stock tslab now and then ends a request without an answer: it is then started again, and that is counted.
TIME_LIMIT = 30
TRIES = 5


def milliseconds(start):
    return (time.perf_counter() - start) * 1000


def wait_for(client, message_id):
    """Waits for a request's reply on the shell channel."""
    deadline = time.monotonic() + TIME_LIMIT
    while True:
        reply = client.get_shell_msg(timeout=max(0.1, deadline - time.monotonic()))
        if reply["parent_header"].get("msg_id") == message_id:
            return reply["content"]


def run(client, code):
    """Runs a cell; returns the time until its reply."""
    start = time.perf_counter()
    content = wait_for(client, client.execute(code))
    taken = milliseconds(start)
    if content["status"] != "ok":
        raise RuntimeError(f"{code!r} failed: {content}")
    return taken


def complete(client, code):
    start = time.perf_counter()
    wait_for(client, client.complete(code, len(code)))
    return milliseconds(start)


def measure(peer, folder):
    """Starts a kernel, asks what a notebook asks, and ends it; returns the times in milliseconds."""
    # A socket whose other end is not there yet tries again every 100 ms, which would hide the differences.
    context = zmq.Context()
    context.setsockopt(zmq.RECONNECT_IVL, 2)
    connection_file = os.path.join(folder, "connection.json")
    write_connection_file(connection_file, ip="127.0.0.1", key=os.urandom(16).hex().encode())
    argv = [part.replace("{connection_file}", connection_file) for part in peer["argv"]]
    times = {}
    with open(os.path.join(folder, "kernel.log"), "wb") as log:
        start = time.perf_counter()
        process = subprocess.Popen(argv, cwd=folder, stdout=log, stderr=log)
        client = BlockingKernelClient(context=context)
        try:
            client.load_connection_file(connection_file)
            client.start_channels(stdin=False, hb=False)
            wait_for(client, client.kernel_info())
            times["start to kernel_info"] = milliseconds(start)
            run(client, "1+1")
            times["start to the result of 1+1"] = milliseconds(start)
            times["a cell that imports"] = run(client, peer["load"])
            times["the next cell"] = run(client, peer["use"])
            times["a trivial cell"] = run(client, "1+2")
            complete(client, "x.")
            times["completion"] = complete(client, "x.")
        except RuntimeError:
            print(Path(log.name).read_text(errors="replace")[-2000:], file=sys.stderr)
            raise
        finally:
            client.stop_channels()
            process.kill()
            process.wait()
            context.destroy(linger=0)
    return times


def measure_again(peer, folder, failures):
    """As measure, for kernels that do not always answer; counts in failures by peer when they do not."""
    for _ in range(TRIES):
        try:
            return measure(peer, folder)
        except queue.Empty:
            failures[peer["name"]] += 1
    raise RuntimeError(f"{peer['name']} gave no answer {TRIES} times in a row")


def main():
    plan = json.loads(Path(sys.argv[1]).read_text())
    peers, rounds = plan["peers"], plan["rounds"]
    times = {peer["name"]: [] for peer in peers}
    failures = {peer["name"]: 0 for peer in peers}
    for peer in peers:
        measure_again(peer, plan["folder"], failures)  # for the caches of files and code, of which each has its own
    for number in range(rounds):
        # Another one is first in each round: what the one before leaves behind falls on all alike.
        turn = number % len(peers)
        for peer in peers[turn:] + peers[:turn]:
            print(f"\rround {number + 1} of {rounds}: {peer['name']:<12}", end="", file=sys.stderr, flush=True)
            times[peer["name"]].append(measure_again(peer, plan["folder"], failures))
    print(file=sys.stderr)
    described = [
        {"name": peer["name"], "version": peer["version"], "node": peer["node"], "unanswered": failures[peer["name"]]}
        for peer in peers
    ]
    Path(plan["results"]).write_text(json.dumps({"rounds": rounds, "peers": described, "times": times}))


main()
