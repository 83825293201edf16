"""What the screens say and draw in characters, made from a form."""
