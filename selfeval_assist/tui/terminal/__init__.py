"""What touches the terminal and the library below the screens."""
