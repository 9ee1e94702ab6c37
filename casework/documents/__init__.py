"""What is printed and handed out: annual report files, letters, ledgers."""
