"""What residents and the public see of cases: reporting in three taps, the thread of a case, the board of a compound."""
