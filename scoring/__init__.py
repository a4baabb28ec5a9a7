"""What the score is: pure, exact, standard library only."""
