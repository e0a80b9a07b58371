"""Words of the cost per kilogram."""

from __future__ import annotations

from roadmap_opt.messages import Catalogue

SAY = Catalogue(
    {
        "title": ("Cost per kilogram, stage by stage", "Aşama aşama kilogram maliyeti"),
        "lead": (
            "Full cost in base-year money: what a stage takes from the stage before comes at that stage's cost, "
            "plants are charged over their life at {rate} real, by-products are a credit. Programmes, taxes, "
            "financing and freight to buyers are not in it.",
            "Sabit baz yıl fiyatlarıyla tam maliyet: her aşama bir öncekinin ürününü maliyetiyle alır, tesisler "
            "ömürleri boyunca reel {rate} ile yüklenir, yan ürünler düşülür. Programlar, vergiler, finansman ve "
            "alıcıya nakliye dâhil değildir.",
        ),
        "said": (
            "In {year} a kilogram of {stage} costs {cost}, of which {capital} is the charge for plants; the reference "
            "price is {price}.",
            "{year} yılında bir kilogram {stage} {cost} tutar, bunun {capital} kadarı tesis yüküdür; referans fiyat "
            "{price}.",
        ),
        "chart": ("Cost per kilogram by stage", "Aşamalara göre kilogram maliyeti"),
        "unit": ("USD/kg, base-year money", "USD/kg, baz yıl fiyatı"),
        "reference": ("Reference price", "Referans fiyat"),
        "chart_note": (
            "Per kilogram of rare-earth oxide up to the mixed product, per kilogram of product from there on. In a "
            "year in which a plant starts up, its charge and maintenance fall on little output.",
            "Karışık ürüne kadar kilogram nadir toprak oksidi, sonrasında kilogram ürün başına. Bir tesisin devreye "
            "girdiği yıl tesis yükü ve bakım az üretime düşer.",
        ),
        "stage_concentrate": ("Concentrate", "Konsantre"),
        "stage_mixed_reo": ("Mixed product", "Karışık ürün"),
        "stage_oxide": ("Separated oxides", "Ayrılmış oksitler"),
        "stage_metal": ("Metals", "Metaller"),
        "stage_alloy": ("Alloy", "Alaşım"),
        "stage_powder": ("Powder", "Toz"),
        "stage_sintered_magnet": ("Sintered magnets", "Sinter mıknatıs"),
        "stage_bonded_magnet": ("Bonded magnets", "Bağlı mıknatıs"),
        "part_feed": ("Feed bought", "Satın alınan girdi"),
        "part_processing": ("Processing and energy", "İşleme ve enerji"),
        "part_fixed": ("Maintenance", "Sabit işletme-bakım"),
        "part_other": ("Royalties, freight, residues", "Devlet hakkı, nakliye, artık"),
        "part_capital": ("Charge for plants", "Tesis yükü"),
        "part_credit": ("By-product credit", "Yan ürün geliri"),
        "alt": (
            "Cost per kilogram by stage; the slider chooses the year. In {year}: {stages}.",
            "Aşamalara göre kilogram maliyeti; yıl sürgüyle seçilir. {year}: {stages}.",
        ),
        "alt_stage": ("{stage} {cost}", "{stage} {cost}"),
        "by_year": ("Cost by stage and year, USD/kg", "Aşama ve yıla göre maliyet, USD/kg"),
        "parts_table": ("Parts of the cost by year, USD/kg", "Yıllara göre maliyet bileşenleri, USD/kg"),
        "products_open": ("Every product", "Bütün ürünler"),
        "products": ("Cost by product and year, USD/kg", "Ürün ve yıla göre maliyet, USD/kg"),
        "products_note": (
            "Products that leave a plant together share its cost by quantity times reference price; the result tables "
            "allow no finer split. All oxides of a year together do not depend on it, a single oxide does.",
            "Bir tesisten birlikte çıkan ürünler maliyeti miktar çarpı referans fiyatla paylaşır; sonuç tabloları "
            "daha ince bir ayrıma izin vermez. Oksitlerin toplamı bundan etkilenmez, tek bir oksit etkilenir.",
        ),
        "idle": (
            "Plants that stood idle all year cost {amount} over the horizon; no product carries them.",
            "Bütün yıl boş duran tesislerin maliyeti dönem boyunca {amount}; hiçbir ürüne yüklenmez.",
        ),
        "column_stage": ("Stage", "Aşama"),
        "column_year": ("Year", "Yıl"),
        "column_part_total": ("Cost", "Maliyet"),
        "column_tonnes": ("Made", "Üretilen"),
        "none": ("Nothing of the chain is made in this plan.", "Bu planda zincirin hiçbir ürünü yapılmaz."),
    }
)
"""Texts by key."""
