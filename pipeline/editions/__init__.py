"""What is done with an edition on this machine: run, sandbox, outputs."""
