"""What a screen shows, without any screen: one open form, the list, the settings."""
