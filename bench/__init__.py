"""The measurements of Yuanba: `./dev bench`. What they mean stands in docs/reference/performance.md.

`rows` holds one module per measurement, outside Django; `inside` what they run in processes of a deployment.
"""
