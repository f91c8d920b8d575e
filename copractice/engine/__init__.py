"""Pure calculations: plain arrays in, frozen dataclasses out; no Django, no files, no clock.

One method per module; `docs/methods/` has a page for each.

lottery         pool, quotas, seats -> fair chances over the cohorts that keep the quotas
draw            tickets and a public number -> a cohort that anyone can check
disclosure      answers and rosters -> figures that are safe to publish
auditor         published files -> what a reader could learn from them about one person
"""
