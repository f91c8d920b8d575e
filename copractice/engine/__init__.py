"""Pure calculations: plain arrays in, frozen dataclasses out; no Django, no files, no clock.

One method per module; `docs/methods/` has a page for each.

tallies         votes on statements -> counts with intervals, what unites and what divides
opinions        votes on statements -> opinion map, groups, bridging and dividing statements
ranking         pairwise choices -> ranking with uncertainty
shares          approvals -> proportional set of priorities, and who paid for what
assignment      reviewers, loads, ties -> who reviews what
calibration     review scores -> scores corrected for severe and lenient reviewers
portfolio       scores, seats, balance -> a cohort, what each rule cost, what is within noise
lottery         pool, quotas, seats -> fair chances over the cohorts that keep the quotas
draw            tickets and a public number -> a cohort that anyone can check
disclosure      answers and rosters -> figures that are safe to publish
auditor         published files -> what a reader could learn from them about one person

Beneath them: `programs` (linear and integer programs), `mixed_model` (variances of items and reviewers),
`watch` (progress and stop), `results` (JSON and back).
"""
