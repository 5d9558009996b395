"""The desk where cases are worked on, its ledgers, the hotline's register, and the rules of where cases go."""
