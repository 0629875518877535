"""What was entered wrongly about an enrolment or a decision: put right, or taken back."""
