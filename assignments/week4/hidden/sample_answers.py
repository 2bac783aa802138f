"""What students of a sample class write, best first; an empty answer leaves the cell as it was given out."""

ANSWERS = {
    "learning_rate": (
        "0.001: the loss falls, but so slowly that the network is far from done at the end. 0.1: falls fast and "
        "flattens out low. 1: it jumps up and down, each step lands on the other side of the valley. 10: it grows "
        "until it is nan.",
        "Small rates are slow and big rates explode. 0.1 was best for me.",
        "The learning rate should be small so that the network learns carefully.",
        "",
    ),
}
