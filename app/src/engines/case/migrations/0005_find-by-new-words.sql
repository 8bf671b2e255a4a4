-- A case is found by what it says now: a corrected address, the number of an outside order that joined it.
grant update (words) on case_words to renlin_app;
