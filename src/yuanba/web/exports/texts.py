"""What whoever ordered a long download is told when it ended, in both languages."""


def ready(name: str, days: int) -> tuple[str, str]:
    return (
        f"您要的“{name}”已经做好，为您保留{days}天。到“我的 · 我的下载”里取。",
        f"“{name}” is ready and kept for you for {days} days. Fetch it from “My downloads” on your own page.",
    )


def failed(name: str) -> tuple[str, str]:
    return (
        f"您要的“{name}”没有做成，原因和办法写在“我的 · 我的下载”里。",
        f"“{name}” could not be made. “My downloads” on your own page says why and what to do.",
    )
