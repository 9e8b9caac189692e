"""Stand-off layers over the texts: records, labels, checks, quotes to offsets, adjudication, and the Hugging Face build."""
