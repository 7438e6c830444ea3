"""Work out what a command answers before it is asked narrower; imported only where no earlier run kept it."""
