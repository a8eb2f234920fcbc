"""What the screens share: frame, controls, charts, the player and the picture of the graph."""
