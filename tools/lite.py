"""A notebook of the course's site, open in JupyterLite in a real browser, for tests and benchmarks."""

from tools.browser import PAGE, Notebook


class Lite(Notebook):
    """A notebook of the site, with a kernel of its own in the page; asked and loaded say what the page fetched, and its bytes."""

    def __init__(self, browser, address, name, width=1280, height=900, ratio=1):
        self.page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=ratio)
        self.root, self.notebook, self.asked, self.loaded = self.page.locator("body"), self, [], 0
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("response", self._count)
        self.page.add_init_script(path=PAGE)
        self.page.goto(f"{address}/live/notebooks/index.html?path={name}.ipynb")
        self.follow()

    def _count(self, response):
        self.loaded += int(response.headers.get("content-length", 0))

    def run_all(self):
        """Run all cells, and draw all figures, those out of view too; ends early where a cell fails."""
        self.page.evaluate(
            """() => {
                const notebook = jupyterapp.shell.currentWidget.content;
                notebook.notebookConfig = { ...notebook.notebookConfig, windowingMode: "none" };
                return jupyterapp.commands.execute("notebook:run-all-cells");
            }"""
        )
        if not self.errors():  # after one, the kernel leaves messages unanswered
            self.settle()

    def errors(self):
        """What the cells that failed say."""
        outputs = [output for cell in self.cells() for output in cell.get("outputs", ())]
        return [f"{each['ename']}: {each['evalue']}" for each in outputs if each["output_type"] == "error"]

    def cells(self):
        """The cells as they stand, as a file of a notebook has them."""
        return self.page.evaluate("() => [...jupyterapp.shell.currentWidget.content.model.cells].map((cell) => cell.toJSON())")
