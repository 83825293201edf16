"""Form and policy in, score sheet out: exact, pure, every point with its worked sum."""

from selfeval_assist.scoring.score import score
from selfeval_assist.scoring.sheet import Basis, ExecutionScore, RowScore, ScoreSheet, Verdict

__all__ = ["Basis", "ExecutionScore", "RowScore", "ScoreSheet", "Verdict", "score"]
