"""What people are told about their sign-in and their data, in both languages."""


def sign_in_code(code: str, minutes: int) -> tuple[str, str]:
    return (
        f"【院坝】登录验证码 {code}，{minutes} 分钟内有效。工作人员不会向您索要验证码，请勿转告他人。",
        f"[Yuanba] Your sign-in code is {code}, good for {minutes} minutes. Nobody from the office will ask you for it.",
    )


def verified(place: str) -> tuple[str, str]:
    return (
        f"您已通过 {place} 名册核验，现在可以投票和参加测评。若不是您本人操作，请联系社区。",
        f"You are now verified on the roll of {place} and can vote and answer surveys. If this was not you, "
        "tell your community.",
    )


def unverified(reason: str) -> tuple[str, str]:
    return (
        f"您的名册核验已被撤销，原因：{reason}。如有异议，请联系社区。",
        f"Your verification was taken back: {reason}. If you disagree, talk to your community.",
    )


def phone_changed(number: str) -> tuple[str, str]:
    return (
        f"【院坝】您的登录手机号已改为 {number}，原号码不能再登录。若不是您本人办理，请马上联系社区服务台。",
        f"[Yuanba] You now sign in with {number}; the number until now no longer works. If this was not you, tell the "
        "service desk of your community at once.",
    )


def phone_change_asked(number: str) -> tuple[str, str]:
    return (
        f"【院坝】有人在社区服务台以手机丢失为由，申请把您的登录手机号改为 {number}，正待第二人核对。"
        "若不是您本人，请马上联系社区服务台。",
        f"[Yuanba] Somebody at the service desk says that your phone is lost and asks to let you sign in with {number}. "
        "A second person is to check it. If this is not you, tell the service desk of your community at once.",
    )


def phone_change_refused(reason: str) -> tuple[str, str]:
    return (
        f"您更换登录手机号的申请未通过，原因：{reason}。原号码照常使用。",
        f"Your change of number was refused: {reason}. The number until now stays.",
    )


def recovered() -> tuple[str, str]:
    return (
        "安全管理员已重置您的密码和动态口令，请用临时密码登录并重新绑定。",
        "The security administrator has reset your password and second factor. Sign in with the temporary password "
        "and set them up again.",
    )


def request_answered(granted: bool, reason: str) -> tuple[str, str]:
    if granted:
        return ("您关于个人信息的申请已办理。", "Your request about your data has been carried out.")
    return (
        f"您关于个人信息的申请未予办理，原因：{reason}。",
        f"Your request about your data was refused: {reason}.",
    )


def asked_at_14() -> tuple[str, str]:
    return (
        "您已满 14 周岁，家长以前替您作的同意到此为止。是否同意，现在由您自己决定：请到“我的 · 我同意过的事项”看一看。",
        "You are 14 now, and what a parent agreed to for you has ended. Whether you agree is for you to say: see “What I "
        "agreed to” on your own page.",
    )


def child_is_14() -> tuple[str, str]:
    return (
        "您家里的孩子已满 14 周岁，您以前替孩子作的同意到此为止，今后由孩子自己决定。您不用做什么。",
        "A child of your home is 14 now, and what you agreed to for it has ended; from now on it is asked itself. There is "
        "nothing for you to do.",
    )


# What a member of a body agrees to apart from everything else, until an office publishes its own words.
PARTY_MEMBER = (
    "我单独同意：在本小组（委员会）的成员登记中记录我的党员身份，只供组建和管理该小组的工作人员查看，不对外公布。"
    "我可以随时撤回，撤回后按普通居民登记，不影响我参加小组。",
    "I agree separately that the register of this group or committee says that I am a party member. Only the staff who "
    "keep the group see it; it is not published. I may take this back at any time; I am then kept as a resident, and "
    "stay in the group.",
)


def word_left(kind: str, name: str) -> tuple[str, str]:
    """What whoever serves (or, for a complaint, whoever supervises) is told; never the words themselves."""
    return {
        "THANKS": ("有居民向您表示感谢，请在“我的”里查看。", "A resident thanks you. Read it under Mine."),
        "QUESTION": (
            "有居民给您留了话，请在“我的”里查看并回复。",
            "A resident left you a question. Read and answer it under Mine.",
        ),
        "COMPLAINT": (
            f"有居民对{name}的工作提了意见，只有您能看到，请查看并回复。",
            f"A resident complains about the work of {name}. Only you see it; please read and answer it.",
        ),
    }[kind]


def word_answered() -> tuple[str, str]:
    return "您留的话有回复了，请在“我的”里查看。", "What you wrote was answered. Read it under Mine."
