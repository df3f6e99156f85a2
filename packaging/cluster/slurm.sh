#!/bin/sh
# Measures a folder as an array of Slurm jobs, one share of its files each:
#
#     sbatch --array=1-10 slurm.sh /data/clinic /data/tables --model full
#
# The two folders are where every node sees them; what follows is for `legraise measure`. Each share has a table,
# part-K-of-N.csv, which `legraise join` joins. Whatever ends a job, the same command goes on where it stopped. To run
# some shares again, tell of how many they are:
#
#     SHARES=10 sbatch --array=3,7 slurm.sh /data/clinic /data/tables --model full
#
# LEGRAISE names the program, where it is not on the nodes' PATH.

#SBATCH --job-name=legraise
#SBATCH --array=1-8
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=legraise-%A_%a.log

set -eu

# How often a share is begun again after something has killed it on a node that lives.
most_restarts=5

if [ $# -lt 2 ]; then
    echo "usage: sbatch --array=1-N slurm.sh FOLDER TABLES [options of legraise measure]" >&2
    exit 2
fi
clinic=$1
tables=$2
shift 2

if [ -z "${SHARES:-}" ]; then
    if [ "$SLURM_ARRAY_TASK_MIN" -ne 1 ] || [ "$SLURM_ARRAY_TASK_MAX" -ne "$SLURM_ARRAY_TASK_COUNT" ]; then
        echo "slurm.sh: the array is not 1-N; set SHARES to the number of all shares" >&2
        exit 2
    fi
    SHARES=$SLURM_ARRAY_TASK_COUNT
fi
share=$SLURM_ARRAY_TASK_ID
mkdir -p "$tables"

code=0
"${LEGRAISE:-legraise}" measure "$clinic" --shard "$share/$SHARES" --csv "$tables/part-$share-of-$SHARES.csv" --resume \
    --jobs "${SLURM_CPUS_PER_TASK:-1}" "$@" >/dev/null || code=$?

# 1: all was measured, and nothing in it could be judged
if [ "$code" -le 1 ]; then
    exit 0
fi
# killed, as where the memory has run out; what a node takes with it, Slurm begins again by itself
if [ "$code" -gt 128 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt "$most_restarts" ]; then
    echo "slurm.sh: share $share was killed (exit code $code); it is begun again" >&2
    scontrol requeue "${SLURM_ARRAY_JOB_ID}_$share"
fi
exit "$code"
