"""Many runs over one workbook: scenarios, sweeps, regret matrices. What they share stands here, what differs below.

`jobs` and the engines get work done in other processes, `run` is the only loop, `folder` and `journal` what stands on
disk, `solving` the job that most of them have.
"""
