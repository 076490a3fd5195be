"""The words that say what a value is for, one table for each kind: role -> pattern, and the patterns made of them.

Nothing comes in.  ``PATTERN`` finds the words in a clause before a value or in a label; the name of the group is the
role.  ``AFTER`` finds them right after a value: 之補助經費.
"""

from __future__ import annotations

from typing import Literal

import regex

from pipeline.core.expressions import expression

Kind = Literal["amount", "ratio", "duration"]

_GRANT = (
    r"(?<!不[予再得]?)補助(?!對象|資格|條件|單位|類|項目(?![及與暨])|範圍|者|款?[以之]?外|不足|後)"
    r"|獎[助勵補](?!對象|資格)|補貼|津貼|獎金|獎學金|給付|資助|捐助|加發|由本(?:計畫|方案)\p{Han}{0,2}(?:支[付應]|負擔)|政府(?:經費|負擔|出資|款)|本[局府會部署處院所]負擔|核[給發撥]|發給|可獲"
)
_PURPOSE = "協助|推動|開辦|籌設|設置|購置|興建|裝修|研發|開發|建置"
"""What 費用 after it is for: a purpose, and nothing that the applicant pays to the office."""
_OWN = (
    r"自籌|自備款|自行(?:負擔|籌措|籌募|吸收)|自付|自負額?|配合款|部分負擔"
    r"|相對提撥|(?<!減輕|降低|減少|補助)(?:申請(?:人|者|單位)|廠商|企業|業者|學員|雇主|民眾|一般戶)負擔"
)
_BUDGET = (
    r"(?:經常門|資本門|委外\p{Han}{0,6}|(?:人事|業務|差旅|旅運|設備|材料|管理|顧問|加班|委託)費用?)(?:合計|總[額計])?"
    r"(?:不得?(?:超過|逾|高於)|以)(?:補助|核定|計畫|總)\p{Han}{1,8}?\s?(?:$|\d|百分)"
)
"""How much of a budget one of its lines may take: 人事費不得超過補助總經費之50%."""
_CUES: dict[Kind, dict[str, str]] = {
    "amount": {
        "statistic": (
            r"已補助|[已共](?:協助|受理|核[定准貸撥保]|輔導|投入|帶動|促成)|累計(?!\p{Han}{0,6}(?:額度|上限|最高|不得))|創造(?!力)"
            r"|帶動\p{Han}{0,12}(?:投資|產值|投入|營收|商機|訂單|消費)|市場規模"
        ),
        "other": r"罰[鍰款]|違約金|保證金|押標?金|保險金額|賠償",
        "guarantee": r"信用保證|融資保證|信保|保證(?:額度|金額|總額|融資)",
        "loan": r"貸款(?!利)|融資|申貸|貸放|放款|借款|授信",
        "self_funding": _OWN,
        "fee": (
            r"支付|繳[交納付費]|收費|收取|[加酌]收|(?:申請|報名|參展|參加|會員|年|規|學|審查|服務|管理|工本|入會|月租|使用|分攤|攤位)費"
            rf"|費用(?<!(?:{_PURPOSE})費用)|價格|售價|定價|原價|租金|票價"
        ),
        "threshold": (
            r"資本(?:額|總額)|實收資本|營業額|營收|營業收入|[年總]收入|所得(?!稅)|資產(?:總額|總值)?|淨值|投資(?:金額|額|總額)"
            r"|銷售額|出口(?:額|實績)|採購金額|月薪"
        ),
        "grant": f"{_GRANT}|減[免收]",
    },
    "ratio": {
        "interest": r"利率|[年月]息|利息|計息",
        "fee_share": r"手續費|保證費|費率|權利金",
        "headcount_share": r"人數|(?:員工|女性)\p{Han}{0,4}占比|員工|席次|名額|女性|性別|身心障礙者",
        "grant_bonus": r"加碼(?!後|幅度)|另加|加[給發]|降低\p{Han}{0,16}負擔",
        "self_funding_share": _OWN,
        "other": (
            _BUDGET + r"|遞減|減列|扣[減罰]\p{Han}{0,4}?(?:補助(?:款|經費|金額))?|銀行加碼|加碼幅度"
            r"|前項補助|其中|總補助(?:款|經費|金額)|補助(?:總額|款|金額)[之的]\s?$"
            r"|(?:撥付|核撥|請領)(?:\p{Han}{0,4}?補助(?:款|經費|金額)(?:總額)?)?|[期首末尾]款|進度|落後|縮短|貸款|融資|申貸|保證成數|股權|持股|出資"
            r"|營業額|營收|資本額|成長|編列|違約金|罰|保證金|(?<!(?:補助|獎助|自籌款?|負擔)比[率例](?:可|得|可以)?)(?:提升|降低|減少)(?!(?<=得(?:提升|降低))至)|效率|占比|市占|權重|評分"
        ),
        "grant_share": rf"加碼後|{_GRANT}",
    },
    "duration": {
        "grace": r"寬限",
        "support_term": (
            r"(?:補助|輔導|計畫|執行|獎助){1,2}期[程限間][自為由]\p{Han}{1,10}日起\s?$|"
            r"(?:補助|輔導|獎助|獎勵|補貼|進駐|執行|計畫)期[限間程]|期程|時程|計畫(?:執行)?期|進駐|租借|使用(?!年限)"
            r"|補[助貼](?:最[長多]|\s?$)|(?:可領|發給|請領)\s?$"
        ),
        "look_back": r"(?:最近|近|過去|(?<![屆滿之以])前)\s?$",
        "loan_term": r"貸款(?:期[限間]?|年[限期])|信用貸款年限|還款|償還|攤還|融資期[限間]",
        "experience": r"經驗|年資|任職|從事",
        "other": r"展延|延長|使用年限|時段|(?:登記|設立|成立|立案)(?:[已屆未]?滿|未?[超逾]|\s?$)|保固|會員|保存|有效期",
        "processing": r"審[查核]期[限間]|(?:次日起|日起|屆滿前|結束後|通知後|核定後|公告後|送達後|受理後)\s?$",
        "training": r"訓練|研習|課程|培訓|授課|上課|實習",
    },
}
PATTERN: dict[Kind, regex.Pattern[str]] = {
    kind: expression("|".join(f"(?P<{role}>{words})" for role, words in cues.items()))
    for kind, cues in _CUES.items()
}
_ANY_OF: dict[Kind, str] = {
    kind: "|".join(f"(?P<{role}>{words})" for role, words in cues.items() if not words.endswith("$"))
    for kind, cues in _CUES.items()
}
_COMPARED = r"\s?(?:[以之]?[上下內]|及以上)?"
AFTER: dict[Kind, regex.Pattern[str]] = {
    "amount": expression(rf"{_COMPARED}(?:[之的]|作?為|由\p{{Han}}{{1,10}}?)(?:{_ANY_OF['amount']})"),
    "ratio": expression(rf"{_COMPARED}(?:[之的]|作?為|由\p{{Han}}{{1,10}}?)(?:{_ANY_OF['ratio']})"),
    "duration": expression(
        rf"{_COMPARED}(?:[之的](?:(?![，。；])\p{{Han}}){{0,14}}?|\p{{Han}}{{0,4}}?)"
        rf"(?:{_ANY_OF['duration']})"
    ),
}
