"""The parts of the auditor. They share no code with the planner: two ways that must come to the same."""
