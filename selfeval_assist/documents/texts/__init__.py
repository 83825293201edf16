"""Every text of a file, also those that no form is read from: what a mark can stand in."""
