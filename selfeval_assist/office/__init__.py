"""Many forms at once: what is meant by the files named, work shared by processes, batches."""
