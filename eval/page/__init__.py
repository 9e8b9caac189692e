"""What is shown: tables for a terminal, the picture of the board, the page with documents in colour."""
