"""The edge: command line, configuration, channels. Alone reads the clock and the network."""
