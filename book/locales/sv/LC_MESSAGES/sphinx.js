Documentation.addTranslations({
    "locale": "sv",
    "messages": {
        ", in ": ", i ",
        "Contents": "Innehåll",
        "Hide Search Matches": "Sluta markera sökordet",
        "Preparing search...": "Förbereder sökningen …",
        "Search": "Sök",
        "Search Page": "Sök",
        "Search Results": "Sökresultat",
        "Search finished, found ${resultCount} page(s) matching the search query.": "Sökningen är klar. Antal sidor med träff: ${resultCount}.",
        "Searching": "Söker",
        "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.": "Sökningen gav ingen träff. Kontrollera stavningen eller pröva ett kortare ord."
    },
    "plural_expr": "(n != 1)"
});
