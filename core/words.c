/* SPDX-License-Identifier: Apache-2.0 */
#include "core/words.h"

/* Common things, 4 to 9 letters, without accents; no two share their first four
 * letters, or are one letter apart (the test walks them). */
static const char *const words[WORDS_COUNT] = {
	"acier", "agneau", "aigle", "aimant",
	"algue", "allumette", "amande", "ampoule",
	"ananas", "ancre", "anguille", "antenne",
	"arbre", "armoire", "artichaut", "asperge",
	"assiette", "astre", "atelier", "avocat",
	"bague", "baleine", "ballon", "baobab",
	"basilic", "belette", "berger", "bijou",
	"biscuit", "bison", "blaireau", "bobine",
	"bosquet", "bourdon", "boussole", "brebis",
	"brioche", "buvard", "cabane", "cactus",
	"caillou", "calmar", "caravane", "cartable",
	"cascade", "castor", "ceinture", "cerise",
	"chaloupe", "chenille", "cheval", "chouette",
	"cigogne", "cloche", "cocotier", "coffre",
	"colline", "comptoir", "concombre", "coquille",
	"corail", "corde", "coton", "coucou",
	"coussin", "couteau", "crabe", "crevette",
	"crocodile", "croissant", "cumulus", "cygne",
	"datte", "dauphin", "dindon", "domino",
	"dortoir", "dune", "entonnoir", "enveloppe",
	"escargot", "estrade", "fanfare", "farine",
	"fauteuil", "fenouil", "ferme", "feuille",
	"figue", "flocon", "fossile", "foulard",
	"fourmi", "fromage", "fusain", "galet",
	"gant", "girafe", "givre", "gobelet",
	"goudron", "graine", "grillon", "grotte",
	"guitare", "hamac", "hanneton", "haricot",
	"harpe", "hibou", "homard", "horloge",
	"igloo", "image", "indigo", "insecte",
	"iris", "jaguar", "jambon", "jasmin",
	"javelot", "journal", "jumelle", "jungle",
	"jupe", "kangourou", "kayak", "kiosque",
	"koala", "lagune", "lapin", "lentille",
	"levier", "libellule", "lierre", "limace",
	"linotte", "lion", "litchi", "loupe",
	"lucarne", "luge", "lutin", "lynx",
	"magnolia", "maison", "mangue", "matelas",
	"melon", "menthe", "miel", "mimosa",
	"miroir", "montagne", "moulin", "mouton",
	"muguet", "musique", "myrtille", "nacelle",
	"navire", "nectar", "neige", "noisette",
	"nuage", "oasis", "olive", "ombre",
	"opale", "orange", "oreille", "orgue",
	"ortie", "otarie", "ouragan", "panda",
	"papillon", "parasol", "pastel", "patate",
	"peigne", "perle", "persil", "phoque",
	"piano", "pigeon", "pinceau", "plume",
	"poire", "pomme", "potiron", "poulpe",
	"prairie", "prune", "quartz", "quiche",
	"radeau", "radis", "raisin", "raquette",
	"renard", "requin", "rocher", "ronce",
	"rosier", "ruban", "ruche", "sabot",
	"safran", "salade", "sanglier", "saule",
	"savon", "seigle", "serrure", "sifflet",
	"silex", "sirop", "soleil", "sorbet",
	"souris", "spirale", "statue", "sucre",
	"tabouret", "talus", "tapis", "tasse",
	"taureau", "terrasse", "tigre", "timbre",
	"tisane", "tomate", "tonneau", "tortue",
	"toucan", "tournesol", "truite", "tulipe",
	"turbine", "usine", "vache", "valise",
	"vanille", "velours", "viaduc", "vigne",
	"violon", "virgule", "voilier", "volcan",
	"wagon", "yaourt", "zeste", "zinc",
};

struct str
words_at(uint8_t byte)
{
	return str_of(words[byte]);
}

void
words_write(struct buf *out, const uint8_t *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(out, ' ');
		buf_text(out, words[bytes[i]]);
	}
}
