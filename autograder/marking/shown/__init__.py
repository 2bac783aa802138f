"""What a submission showed, made harmless: text, tame markdown, pictures made anew."""
