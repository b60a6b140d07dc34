"""A network trained before your eyes, on data of the menu or your own.

data    what it learns from        run     the training, in pieces
frame   what the figure shows      plane   of the landscape, through the path
figure  the figure                 player  what moves it             own   a reader's CSV file
"""

from helpers.apps.trainer.figure import train_network

__all__ = ["train_network"]
