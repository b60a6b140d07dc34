"""A figure whose point can be dragged along its axis of weights."""


def draggable(app, name):
    """Let the pointer on the picture set control `name`, a slider over listed numbers, to the nearest of them."""

    def drag(change):
        weight, control = app.view.weight_at(change["new"][0]), app.controls[name]
        control.value = min((value for _, value in control.options), key=lambda value: abs(value - weight))

    app.picture.observe(drag, "pointer")
