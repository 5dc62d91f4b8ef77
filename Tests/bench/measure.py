"""Runs a program several times and measures time and memory."""

import dataclasses
import os
import statistics
import time


@dataclasses.dataclass
class Measurement:
    """Wall-clock and processor times of the runs in milliseconds, and the largest resident size in MB."""

    times: list[float]
    processor_times: list[float]
    memory: float

    @property
    def median(self):
        return statistics.median(self.times)

    @property
    def best(self):
        return min(self.times)

    @property
    def processor(self):
        """What other programs that run at the same time change least."""
        return statistics.median(self.processor_times)


def measure(command, runs=50, allowed=(0,)):
    """Measures `command`, whose output is dropped; raises if it ends with another status than the allowed ones."""
    times, processor_times, memory = [], [], 0
    silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1, 2)]
    for number in range(runs + 2):
        start = time.perf_counter()
        process = os.posix_spawn(command[0], command, os.environ, file_actions=silent)
        _, status, usage = os.wait4(process, 0)
        elapsed = time.perf_counter() - start
        status = os.waitstatus_to_exitcode(status)
        if status not in allowed:
            raise RuntimeError(f"{' '.join(command)} ended with status {status}")
        if number >= 2:  # the first ones warm the file cache
            times.append(elapsed * 1000)
            processor_times.append((usage.ru_utime + usage.ru_stime) * 1000)
            memory = max(memory, usage.ru_maxrss / 1024)
    return Measurement(times, processor_times, memory)
