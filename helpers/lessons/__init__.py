"""The lessons, a folder each: its experiments, its figures, its exercises and predictions."""

# notebooks 01 to 08
LESSONS = ("gradient_descent", "one_example", "mini_batches", "magic", "noise", "batch_size", "variants", "real_network")
