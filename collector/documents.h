/* SPDX-License-Identifier: Apache-2.0
 * documents.h: which documents (vocabularies, signed catalogues, policies) the
 * periods still need, and the end of the others.  Must not know when that is
 * done.  Covered by tests/unit/test_documents.c.
 *
 * A record pins its documents by their digests, and a digest whose bytes are
 * gone proves nothing.  So a document is kept while a record pins it, that is
 * until the period's publication is purged.  Two kinds of record pin nothing:
 * one that was replaced before its period began, and that of an ended trial,
 * which is kept only so that its name is not used again.
 */
#ifndef COLLECTOR_DOCUMENTS_H
#define COLLECTOR_DOCUMENTS_H

#include "collector/store.h"

/* documents_purge: forget those that no period needs.  E_INVALID,
 * E_UNSUPPORTED: a record that does not read; nothing is forgotten. */
MUST_CHECK enum status documents_purge(struct store *store, struct err *err);

#endif
