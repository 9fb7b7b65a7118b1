"""Runs jupyter_kernel_test, Jupyter's own suite for kernels, on the kernel whose name is given, every test switched on.

Prints JSON: what became of each test by its name, with the reports of what failed or was left out.
"""

import json
import sys
import unittest

from jupyter_kernel_test import IopubWelcomeTests, KernelTests

HOST = 'globalThis[Symbol.for("layerbook.host")]'


class Layerbook(KernelTests):
    kernel_name = sys.argv[1]
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("watch out")'
    completion_samples = [
        {"text": "JSON.pars", "matches": {"parse"}},
        {"text": "Number.MAX_SAFE", "matches": {"MAX_SAFE_INTEGER"}},
    ]
    complete_code_samples = ["1", "const a = 1", "function f() { return 1; }", "// nothing"]
    incomplete_code_samples = ["function f() {", "const a = [", "if (true) {\n  f(1,", "`text"]
    invalid_code_samples = ["let = = 1", "f(1))", "const a: = 2"]
    code_generate_error = 'throw new Error("on purpose")'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '["a"].concat("b")', "result": "[ 'a', 'b' ]"},
        {
            "code": '({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>bold</b>" }) })',
            "result": "<b>bold</b>",
            "mime": "text/html",
        },
    ]
    code_display_data = [
        {"code": f'{HOST}.display({{ "text/html": "<i>now</i>" }})', "mime": "text/html"},
        {"code": 'import { display } from "tslab"; display.html("<i>now</i>")', "mime": "text/html"},
    ]
    code_page_something = "parseFloat?"
    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "parseFloat"
    code_clear_output = f"{HOST}.clear()"


class LayerbookWelcome(IopubWelcomeTests):
    kernel_name = sys.argv[1]
    support_iopub_welcome = True


def name(test):
    """The test's name, without that of its class."""
    return test.id().rsplit("Layerbook.", 1)[-1].rsplit("LayerbookWelcome.", 1)[-1]


class Result(unittest.TestResult):
    started: list[str] = []

    def startTest(self, test):
        super().startTest(test)
        self.started.append(name(test))


load = unittest.defaultTestLoader.loadTestsFromTestCase
result = unittest.TestSuite([load(Layerbook), load(LayerbookWelcome)]).run(Result())
json.dump(
    {
        "started": sorted(result.started),
        "failed": {name(test): report for test, report in [*result.failures, *result.errors]},
        "skipped": {name(test): reason for test, reason in result.skipped},
    },
    sys.stdout,
)
