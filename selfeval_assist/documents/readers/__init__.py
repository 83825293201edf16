"""From a file of any kind to a grid of cells; nothing in a file is trusted."""
