"""The problems that lessons share: a model with its data, and where to look at it.

one_weight  the menu of models whose loss is a curve      two_weights  the landscapes on which variants race
bowls       least squares with a flat and a steep side    sixty_four   a set small enough for hundreds of live runs
valleys     a wide view of a few minima                   flights      a set so large that its steps take their time
shares      the band of a share estimated from runs        variants     the registry of variants of SGD
"""
