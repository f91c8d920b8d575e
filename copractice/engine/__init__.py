"""Pure calculations: plain arrays in, frozen dataclasses out; no Django, no files, no clock.

One method per module; `docs/methods/` has a page for each.

assignment      reviewers, loads, ties -> who reviews what
calibration     review scores -> scores corrected for severe and lenient reviewers
portfolio       scores, seats, balance -> a cohort, what each rule cost, what is within noise

Beneath them: `programs` (linear and integer programs), `mixed_model` (variances of items and reviewers),
`watch` (progress and stop), `results` (JSON and back).
"""
