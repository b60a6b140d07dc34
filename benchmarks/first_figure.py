"""How long a reader waits for the first figure of the course's site: python -m benchmarks.first_figure

`figure.html?figure=magic` opens in a Chromium with an empty profile, and then, in a new Chromium, with that profile.

    page      seconds until JupyterLite is there
    python    until Python and the packages are loaded
    course    until the course is imported
    idle      until the notebook has its kernel
    figure    until the first figure is drawn

Each number is the middle one of the rounds. Server and browser share the machine.
"""

import tempfile
from statistics import median

import psutil

from benchmarks.report import arguments, report
from benchmarks.visitors import served
from tools.browser import chromium

GOALS = {"cold": 10.0, "warm": 6.0}  # seconds until the figure
MARKS = """async () => {
    const page = document.querySelector("iframe").contentWindow;
    const said = () => page.document.querySelector("p[role=status]")?.textContent;
    const looks = {
        page: () => page.jupyterapp?.shell.currentWidget,
        python: () => said() && said() !== "Python is loading …",
        course: () => said() === "Ready.",
        idle: () => page.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === "idle",
        figure: () => page.document.querySelector(".sgd-stage[data-number]"),
    };
    const marks = {};
    while (Object.keys(marks).length < Object.keys(looks).length) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        for (const [name, look] of Object.entries(looks)) if (!(name in marks) && look()) marks[name] = performance.now() / 1000;
    }
    return marks;
}"""


def visit(address, profile):
    """Open the figure in a new Chromium with this profile -> {mark: seconds}."""
    with chromium(profile) as browser:
        page = browser.new_page()
        page.goto(f"{address}/figure.html?figure=magic", wait_until="commit")
        page.wait_for_selector("iframe", state="attached")
        return page.evaluate(MARKS)


def measure(site, rounds):
    """Rows: cold, warm."""
    seen = {name: [] for name in GOALS}
    with served(site) as address:
        for _ in range(rounds):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
                for found in seen.values():
                    found.append(visit(address, profile))
    for name, found in seen.items():
        yield {"profile": name} | {mark: median(each[mark] for each in found) for mark in sorted(found[0], key=found[0].get)}


def main():
    parser = arguments(__doc__.splitlines()[0], site=True)
    parser.add_argument("--rounds", type=int, default=3, help="visits of each kind (default: 3)")
    options = parser.parse_args()
    rows = list(measure(options.site, options.rounds))
    report(rows, ("playwright",), options.json)
    print(f"Load of the last minute: {psutil.getloadavg()[0]:.1f}.", end=" ")
    said = (
        f"{name} {goal:.0f} s, {'met' if row['figure'] <= goal else 'missed'}" for row, (name, goal) in zip(rows, GOALS.items())
    )
    print(f"Goals: {'; '.join(said)}.")


if __name__ == "__main__":
    main()
