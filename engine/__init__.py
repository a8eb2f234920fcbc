"""The mathematics of backpropagation: a net is written once, as a graph, and everything is read off it."""
