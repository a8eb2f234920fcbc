"""The course's numbers, copied from LESSONS.md: what the engine must find, to all the digits printed there."""

# Epoch, h, ŷ, L, dL/dw1, dL/dw2, w1 after, w2 after (LESSONS.md, gradient_descent).
LINEAR_COLUMNS = ("h", "y_hat", "loss", "dL_dw1", "dL_dw2", "w1", "w2")
_LINEAR_EPOCHS = """
| 1 | 4 | 2 | 162 | −18 | −72 | 2.18 | 1.22 |
| 2 | 4.36 | 5.3192 | 107.7629443 | −35.821152 | −64.008288 | 2.53821152 | 1.86008288 |
| 3 | 5.07642304 | 9.442567588 | 55.72968956 | −39.27539857 | −53.59399314 | 2.930965506 | 2.396022811 |
| 4 | 5.861931011 | 14.04532042 | 17.72910444 | −28.53509621 | −34.90592088 | 3.216316468 | 2.74508202 |
| 5 | 6.432632936 | 17.65810501 | 2.742236063 | −12.85738764 | −15.06455082 | 3.344890344 | 2.895727528 |
| 6 | 6.689780688 | 19.3717821 | 0.1973288662 | −3.638295745 | −4.202639988 | 3.381273302 | 2.937753928 |
| 7 | 6.762546603 | 19.86669785 | 0.008884731764 | −0.783217837 | −0.9014620102 | 3.38910548 | 2.946768548 |
| 8 | 6.77821096 | 19.97381887 | 3.427257562e-4 | −0.1542994546 | −0.1774612151 | 3.390648475 | 2.948543161 |
| 9 | 6.781296949 | 19.99494674 | 1.276772525e-5 | −0.02979951852 | −0.03426766593 | 3.39094647 | 2.948885837 |
| 10 | 6.781892939 | 19.99902804 | 4.723547014e-7 | −0.005732407748 | −0.00659173969 | 3.391003794 | 2.948951755 |
"""
LINEAR_EPOCHS = [
    [float(cell.replace("−", "-")) for cell in line.strip("| ").split("|")]
    for line in _LINEAR_EPOCHS.strip().splitlines()
]

# Learning rate: updates until the loss is below 0.001 and stays there (LESSONS.md, gradient_descent).
UPDATES_NEEDED = {0.001: 93, 0.002: 46, 0.005: 17, 0.01: 7, 0.015: 5, 0.02: 9, 0.021: 4, 0.024: 50}
# Learning rate: the updates after which the loss is no longer finite.
DIVERGES_AFTER = {0.05: 9, 0.06: 10, 0.07: 8, 0.1: 6}

# The sigmoid net at its start (LESSONS.md, sigmoid_net).
SIGMOID_NUMBERS = {
    "z1": -0.5,
    "h1": 0.3775406688,
    "z2": 0.1887703344,
    "y_hat": 0.5470529419,
    "loss": 0.1025805187,
    "dL_dy_hat": -0.4529470581,
    "dy_hat_dz2": 0.2477860207,
    "dL_dz2": -0.1122339491,
    "dL_dw3": -0.04237288021,
    "dL_dh1": -0.05611697455,
    "dh1_dz1": 0.2350037122,
    "dL_dz1": -0.01318769734,
    "dL_dw1": -0.01318769734,
    "dL_dw2": -0.02637539467,
    "w1_new": 0.5013187697,
    "w2_new": -0.4973624605,
    "w3_new": 0.504237288,
}
SIGMOID_EPOCH_10 = {"y_hat": 0.5525899701, "loss": 0.1000878674}
SIGMOID_AFTER_EPOCH_10 = {"w1": 0.5136939242, "w2": -0.4726121515, "w3": 0.5428685329}


def ten_digits(value: float) -> float:
    """`value` rounded to ten significant digits, as LESSONS.md prints it."""
    return float(f"{value:.10g}")
