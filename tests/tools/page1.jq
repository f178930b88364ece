# What page 1 is made from, one fact a line: key, tab, values.
(["finding", .finding], ["ballots", .periods[-1].ballots], ["enrolled", .periods[-1].enrolled],
 ["any", .periods[-1].any.used], ["unapproved", .periods[-1].unapproved.used],
 ["charter", .board.charter], ["session", .board.session_within_year],
 ["thin", .thin],
 (.periods[-1].period as $period | .board.decisions as $decisions | .services[] | ["service", .id, .used, .status, .contract,
    .attention.confidentiality.points, .attention.confidentiality.of, .attention.confidentiality.unknown,
    .attention.security.points, .attention.security.of, .attention.security.unknown,
    .attention.reputation.points, .attention.reputation.of, .attention.reputation.unknown, .name,
    (.id as $id | .status != "allowed" and .status != "trial" and ([$decisions[] |
        select(.service == $id and .status == "forbidden" and .date[0:7] > $period)] == []))])) | @tsv
