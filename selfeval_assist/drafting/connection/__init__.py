"""What lies between the tool and a model: endpoints, calls, answers and their failures."""
